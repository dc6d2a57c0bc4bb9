/* Test stand-in for wine 8: the WinRT class Windows.UI.ViewManagement.UISettings, enough for Qt 6.5 and later. Never shipped. */
#define COBJMACROS
#define INITGUID
#include <windows.h>
#include <inspectable.h>
#include <activation.h>
DEFINE_GUID(IID_UIS1,0x85361600,0x1c63,0x4627,0xbc,0xb1,0x3a,0x89,0xe0,0xbc,0x9c,0x55);
DEFINE_GUID(IID_UIS2,0xbad82401,0x2721,0x44f9,0xbb,0x91,0x2b,0xb2,0x28,0xbe,0x44,0x2f);
DEFINE_GUID(IID_UIS3,0x03021be4,0x5254,0x4781,0x81,0x94,0x51,0x68,0xf7,0xd0,0x6d,0x7b);
DEFINE_GUID(IID_UIS4,0x52bb3002,0x919b,0x4d6b,0x9b,0x78,0x8d,0xd6,0x6f,0xf4,0xb9,0x3b);
DEFINE_GUID(IID_Unk,0,0,0,0xc0,0,0,0,0,0,0,0x46);
DEFINE_GUID(IID_Insp,0xaf86e2e0,0xb12d,0x4c6a,0x9c,0x5a,0xd7,0xaa,0x65,0x10,0x1e,0x90);
DEFINE_GUID(IID_AF,0x00000035,0,0,0xc0,0,0,0,0,0,0,0x46);
DEFINE_GUID(IID_Agile,0x94ea2b94,0xe9cc,0x49e0,0xc0,0xff,0xee,0x64,0xca,0x8f,0x5b,0x90);
static HRESULT WINAPI qi(void*,REFIID,void**); static HRESULT WINAPI fqi(void*,REFIID,void**);
static ULONG WINAPI ref(void*t){return 2;}
static HRESULT WINAPI iids(void*t,ULONG*n,IID**i){*n=0;*i=0;return S_OK;}
static HRESULT WINAPI rcn(void*t,HSTRING*s){*s=0;return S_OK;}
static HRESULT WINAPI tl(void*t,int*l){*l=0;return S_OK;}
static HRESULT WINAPI zero4(void*t,UINT32*v){*v=0;return S_OK;}
static HRESULT WINAPI ni(void*t,void*a,void*b){return E_NOTIMPL;}
static HRESULT WINAPI dbl(void*t,double*v){*v=1.0;return S_OK;}
static HRESULT WINAPI bool1(void*t,unsigned char*v){*v=1;return S_OK;}
static HRESULT WINAPI addev(void*t,void*h,INT64*tok){*tok=1;return S_OK;}
static HRESULT WINAPI rmev(void*t,INT64 tok){return S_OK;}
static HRESULT WINAPI color(void*t,int type,UINT32*c){ /* Color: A,R,G,B bytes */
  switch(type){case 0:*c=0xFFFFFFFFu;break; case 1:*c=0x000000FFu;break; default:*c=0xD77800FFu;} return S_OK;}
#define HEAD qi,ref,ref,iids,rcn,tl
static void*v1[]={HEAD,zero4,ni,ni,ni,ni,ni,ni,bool1,ni,ni,ni,ni,ni,ni,ni,ni,ni,ni,ni};
static void*v2[]={HEAD,dbl,addev,rmev};
static void*v3[]={HEAD,color,addev,rmev};
static void*v4[]={HEAD,bool1,addev,rmev};
static void**o1=v1,**o2=v2,**o3=v3,**o4=v4;
static HRESULT WINAPI qi(void*t,REFIID r,void**o){
  if(IsEqualGUID(r,&IID_Unk)||IsEqualGUID(r,&IID_Insp)||IsEqualGUID(r,&IID_UIS1)||IsEqualGUID(r,&IID_Agile)){*o=&o1;return S_OK;}
  if(IsEqualGUID(r,&IID_UIS2)){*o=&o2;return S_OK;} if(IsEqualGUID(r,&IID_UIS3)){*o=&o3;return S_OK;} if(IsEqualGUID(r,&IID_UIS4)){*o=&o4;return S_OK;}
  *o=0;return E_NOINTERFACE;}
static HRESULT WINAPI act(void*t,void**o){*o=&o1;return S_OK;}
static void*vf[]={fqi,ref,ref,iids,rcn,tl,act}; static void**of=vf;
static HRESULT WINAPI fqi(void*t,REFIID r,void**o){
  if(IsEqualGUID(r,&IID_Unk)||IsEqualGUID(r,&IID_Insp)||IsEqualGUID(r,&IID_AF)||IsEqualGUID(r,&IID_Agile)){*o=&of;return S_OK;}
  *o=0;return E_NOINTERFACE;}
__declspec(dllexport) HRESULT WINAPI DllGetActivationFactory(void*name,void**o){*o=&of;return S_OK;}
__declspec(dllexport) HRESULT WINAPI DllCanUnloadNow(void){return S_FALSE;}
